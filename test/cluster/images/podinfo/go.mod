module servicescope.test/cluster/podinfo

go 1.24.0
