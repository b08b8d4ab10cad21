import { serveSite, staticSite } from './static-site.ts';
import { reply, type ServerProgram } from './program.ts';

const NGINX = { server: 'nginx', root: '/usr/share/nginx/html', signature: 'nginx' } as const;

export const nginx: ServerProgram = staticSite({
  ...NGINX,
  port: 80,
  index: [
    '<!DOCTYPE html>',
    '<html>',
    '<head>',
    '<title>Welcome to nginx!</title>',
    '</head>',
    '<body>',
    '<h1>Welcome to nginx!</h1>',
    '<p>If you see this page, the nginx web server is successfully installed and working.</p>',
    '</body>',
    '</html>',
    '',
  ].join('\n'),
});

export const httpd: ServerProgram = staticSite({
  port: 80,
  server: 'Apache',
  root: '/usr/local/apache2/htdocs',
  signature: 'Apache',
  index: '<html><body><h1>It works!</h1></body></html>\n',
});

/** The page names the Pod; the ports come from HTTP_PORT and HTTPS_PORT as in the image, HTTPS is not served. */
export const multitool: ServerProgram = (context) => ({
  kind: 'serves',
  exitCode: 0,
  listeners: [
    {
      port: Number(context.env.HTTP_PORT ?? 80),
      handle: serveSite({ ...NGINX, server: 'nginx/1.24.0' }, context, () => {
        const ports = `HTTP: ${context.env.HTTP_PORT ?? '80'} , HTTPS: ${context.env.HTTPS_PORT ?? '443'}`;
        return `WBITT Network MultiTool (with NGINX) - ${context.hostname} - ${context.podIP} - ${ports} . (Formerly praqma/network-multitool)\n`;
      }),
    },
  ],
});

/** Before the image changed hands its page said so in fewer words. */
export const praqmaMultitool: ServerProgram = (context) => ({
  kind: 'serves',
  exitCode: 0,
  listeners: [
    {
      port: 80,
      handle: serveSite(
        { ...NGINX, server: 'nginx/1.18.0' },
        context,
        () => `Praqma Network MultiTool (with NGINX) - ${context.hostname} - ${context.podIP}\n`,
      ),
    },
  ],
});

export const myweb: ServerProgram = (context) => ({
  kind: 'serves',
  exitCode: 0,
  listeners: [
    {
      port: 8080,
      handle: (_request, response) => reply(response, 200, 'text/plain', `Hello World!\n${context.hostname}\n`),
    },
  ],
});

/** nginxdemos/hello:plain-text. */
export const helloPlainText: ServerProgram = (context) => ({
  kind: 'serves',
  exitCode: 0,
  listeners: [
    {
      port: 80,
      handle: (request, response) => {
        const date = new Date(context.clock.now()).toUTCString();
        const lines = [
          `Server address: ${context.podIP}:80`,
          `Server name: ${context.hostname}`,
          `Date: ${date}`,
          `URI: ${request.url ?? '/'}`,
        ];
        reply(response, 200, 'text/plain', `${lines.join('\n')}\n`);
      },
    },
  ],
});
