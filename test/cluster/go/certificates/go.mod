module servicescope.test/cluster/certificates

go 1.24.0
