/**
 * What a bench says it needs, on a line of its own: `// needs: cluster window`. Without one it needs neither.
 * @param {string} source
 */
export function readNeeds(source) {
  const words = /^\/\/ needs: (.+)$/m.exec(source)?.[1]?.split(/\s+/) ?? [];
  const unknown = words.filter((word) => !['cluster', 'window'].includes(word));
  if (unknown.length > 0) throw new Error(`a bench needs "cluster" or "window", not "${unknown.join(' ')}"`);
  return { cluster: words.includes('cluster'), window: words.includes('window') };
}
