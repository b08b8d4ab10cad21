// Loaded before every npm script (`node -r`), and written so that any Node.js can read it: the scripts themselves can't be
// parsed by an old one, and its complaint would name a line of ours instead of what to do.
var wanted = [20, 19];
var here = process.versions.node;
var parts = here.split('.').map(Number);
if (parts[0] < wanted[0] || (parts[0] === wanted[0] && parts[1] < wanted[1])) {
  console.error(
    'ServiceScope needs Node.js ' + wanted.join('.') + ' or newer, and this is ' + here + ': see nodejs.org.'
  );
  process.exit(2);
}
