#!/bin/sh
# Writes test/golden/fixtures/*.json anew: what Kubernetes itself prints and decides. Needs Go and its module cache.
set -eu
cd "$(dirname "$0")"
mkdir -p fixtures
export CGO_ENABLED=0 GOFLAGS= GOWORK=off
go run -trimpath -buildvcs=false . fixtures
cd ../..
npx prettier --log-level warn --write test/golden/fixtures
