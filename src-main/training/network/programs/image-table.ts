import { echoServer } from './echo-server.ts';
import { parseImageName } from './image-name.ts';
import { podinfo } from './podinfo.ts';
import type { Image, ServerProgram } from './program.ts';
import { agnhost, httpEcho, pause, whoami } from './small-servers.ts';
import { helloPlainText, httpd, multitool, myweb, nginx, praqmaMultitool } from './web-servers.ts';

const DNS_TOOLS = ['nslookup', 'dig', 'host'];
const EVERY_TOOL = ['curl', 'wget', 'nc', 'ping', 'ip', 'ifconfig', 'getent', 'ps', ...DNS_TOOLS];
const BUSYBOX_TOOLS = ['wget', 'nc', 'ping', 'ip', 'ifconfig', 'nslookup', 'ps'];

function server(
  argv: readonly string[],
  program: ServerProgram,
  shell: Image['shell'],
  tools: readonly string[],
): Image {
  const [executable = '', ...rest] = argv;
  return {
    entrypoint: [executable],
    command: rest,
    servers: { [executable.replace(/^.*\//, '')]: program },
    shell,
    tools,
  };
}

function client(command: string, shell: Image['shell'], tools: readonly string[]): Image {
  return { entrypoint: [], command: [command], servers: {}, shell, tools };
}

/** nginx's images start it through a script that is only there for its configuration. */
function multitoolImage(program: ServerProgram): Image {
  const image = server(['nginx', '-g', 'daemon off;'], program, 'bash', EVERY_TOOL);
  return { ...image, entrypoint: [], command: ['nginx', '-g', 'daemon off;'] };
}

/** Image → what is inside, by repository. A row here is all that a new image takes. */
export const IMAGES: Readonly<Record<string, Image>> = {
  'docker.io/library/nginx': {
    ...server(['nginx', '-g', 'daemon off;'], nginx, 'debian', ['curl', 'getent']),
    entrypoint: [],
    command: ['nginx', '-g', 'daemon off;'],
  },
  'docker.io/library/httpd': {
    ...server(['httpd-foreground'], httpd, 'debian', ['getent']),
    entrypoint: [],
    command: ['httpd-foreground'],
  },
  'ghcr.io/stefanprodan/podinfo': {
    ...server(['./podinfo'], podinfo, 'ash', ['curl', ...BUSYBOX_TOOLS]),
    entrypoint: [],
    command: ['./podinfo'],
  },
  'docker.io/hashicorp/http-echo': server(['/http-echo'], httpEcho, 'none', []),
  'docker.io/traefik/whoami': server(['/whoami'], whoami, 'none', []),
  'docker.io/containous/whoami': server(['/whoami'], whoami, 'none', []),
  'docker.io/c1t1d0s7/myweb': {
    ...server(['node', 'app.js'], myweb, 'ash', BUSYBOX_TOOLS),
    entrypoint: [],
    command: ['node', 'app.js'],
  },
  'docker.io/nginxdemos/hello': {
    ...server(['nginx', '-g', 'daemon off;'], helloPlainText, 'ash', ['curl', ...BUSYBOX_TOOLS]),
    entrypoint: [],
    command: ['nginx', '-g', 'daemon off;'],
  },
  'registry.k8s.io/e2e-test-images/agnhost': server(['/agnhost', 'pause'], agnhost, 'ash', [
    'curl',
    ...BUSYBOX_TOOLS,
    'dig',
  ]),
  'registry.k8s.io/pause': server(['/pause'], pause, 'none', []),
  'servicescope.test/echo': server(['/echo'], echoServer, 'none', []),
  'docker.io/wbitt/network-multitool': multitoolImage(multitool),
  'docker.io/praqma/network-multitool': multitoolImage(praqmaMultitool),
  'docker.io/c1t1d0s7/network-multitool': multitoolImage(praqmaMultitool),
  'docker.io/nicolaka/netshoot': client('zsh', 'bash', EVERY_TOOL),
  'docker.io/curlimages/curl': { ...client('curl', 'ash', ['curl', ...BUSYBOX_TOOLS]), entrypoint: ['/entrypoint.sh'] },
  'docker.io/library/busybox': client('sh', 'ash', BUSYBOX_TOOLS),
  'docker.io/library/alpine': client('/bin/sh', 'ash', BUSYBOX_TOOLS),
  'docker.io/library/ubuntu': client('/bin/bash', 'debian', ['getent', 'ps']),
  'docker.io/library/debian': client('bash', 'debian', ['getent']),
};

export function findImage(image: string): Image | undefined {
  const name = parseImageName(image);
  return name === null ? undefined : IMAGES[name.repository];
}

/** What containerd answers where the registry has no such repository. */
export function pullFailure(image: string): string {
  const name = parseImageName(image);
  if (name === null) return `couldn't parse image name "${image}": invalid reference format`;
  const reference = `${name.repository}:${name.tag}`;
  const cause =
    'pull access denied, repository does not exist or may require authorization: ' +
    'server message: insufficient_scope: authorization failed';
  return `failed to pull and unpack image "${reference}": failed to resolve reference "${reference}": ${cause}`;
}
