/** Images of the suites: made by test/cluster, to be loaded into any other cluster (`npm run cluster:images -- FOLDER`). */
export const ECHO_IMAGE = process.env.TEST_ECHO_IMAGE ?? 'servicescope.test/echo:1';
export const CLIENT_IMAGE = process.env.TEST_CLIENT_IMAGE ?? 'docker.io/curlimages/curl:8.7.1';
