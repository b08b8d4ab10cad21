/** The Electron that releases ship. */
const RELEASE_ELECTRON_MAJOR = 45;

/** Whether this is another Electron than releases ship: nobody keeps it in support, and a banner says so. */
export function isTestRuntime(electron: string): boolean {
  return Number(electron.split('.')[0]) !== RELEASE_ELECTRON_MAJOR;
}
