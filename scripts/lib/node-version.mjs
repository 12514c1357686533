// Syntax that old versions of Node understand, since they are the ones this is for.

/** What to tell somebody whose Node is too old, or '' when it will do. The versions are those of package.json's `engines`. */
export function nodeProblem(version) {
  var parts = version.split('.').map(Number);
  var major = parts[0];
  var minor = parts[1];
  var good = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major >= 24;
  if (good) return '';
  return (
    'SmartDuka needs Node.js 20.19 or newer, 22.12 or newer, or 24, and this is Node.js ' +
    version +
    '. Install a current one from https://nodejs.org and run the command again.'
  );
}
