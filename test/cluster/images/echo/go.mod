module servicescope.test/cluster/echo

go 1.24.0
