module servicescope.test/cluster/registry

go 1.24.0
