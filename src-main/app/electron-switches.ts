// Switches of Electron and Chromium that people and tools start an Electron app with. What stands in neither this list nor
// ours is refused: a switch nobody knows is most often one of ours, mistyped.
// Sources: electronjs.org/docs/latest/api/command-line-switches; Chromium's own for displays, GPUs, the sandbox and tests.
const SWITCHES: ReadonlySet<string> = new Set(
  `auth-server-whitelist auth-negotiate-delegate-whitelist disable-ntlm-v2 disable-http-cache disable-http2
   disable-background-timer-throttling disable-backgrounding-occluded-windows disable-renderer-backgrounding
   disk-cache-size enable-logging disable-logging force-fieldtrials host-resolver-rules host-rules
   ignore-certificate-errors ignore-connections-limit js-flags lang log-file log-level log-net-log v vmodule no-proxy-server
   no-sandbox proxy-bypass-list proxy-pac-url proxy-server remote-debugging-address remote-debugging-pipe
   remote-debugging-port xdg-portal-required-version inspect inspect-brk inspect-port inspect-publish-uid
   debug-port no-deprecation throw-deprecation trace-deprecation trace-warnings dns-result-order diagnostic-dir
   experimental-network-inspection
   allow-file-access-from-files crash-dumps-dir disable-breakpad disable-color-correct-rendering disable-crash-reporter
   disable-dev-shm-usage disable-dev-tools disable-features disable-gpu disable-gpu-compositing disable-gpu-sandbox
   disable-hang-monitor disable-namespace-sandbox disable-setuid-sandbox disable-smooth-scrolling
   disable-software-rasterizer enable-automation enable-blink-features enable-features enable-gpu-rasterization
   enable-sandbox enable-unsafe-swiftshader enable-wayland-ime wayland-text-input-version force-color-profile
   force-dark-mode force-device-scale-factor force-high-contrast force-prefers-reduced-motion
   force-renderer-accessibility gtk-version high-dpi-support ignore-gpu-blocklist in-process-gpu no-first-run
   no-zygote ozone-platform ozone-platform-hint password-store single-process touch-events
   trace-startup trace-startup-file trace-startup-duration use-angle use-gl user-data-dir`.split(/\s+/),
);

/** Whether an argument such as `--use-gl=egl` is not for us. macOS adds `-psn_…` where the Finder starts an app. */
export function isElectronSwitch(argument: string): boolean {
  if (argument.startsWith('-psn_')) return true;
  const name = /^--([a-z0-9-]+)(?:=|$)/.exec(argument)?.[1];
  return name !== undefined && SWITCHES.has(name);
}
