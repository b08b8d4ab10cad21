// What just-bash's tar (3.4.2) is to be told so that it does what `kubectl cp` asks of a tar.

/** An argument, undefined where it is known only when the line runs. */
type Argument = string | undefined;

/** `tar -xmf - -C FOLDER`: whether the archive comes from stdin. */
export function readsArchive([operation = '', ...rest]: readonly Argument[]): boolean {
  return /^-?[a-z]*[xt]/.test(operation) && rest.includes('-');
}

/** `tar cf - /tmp/a`: as any tar, with the members named from the root, without its slash. Undefined where nothing is to be changed. */
export function fromRoot(given: readonly Argument[]): readonly string[] | undefined {
  const [operation = '', archive, ...members] = given;
  if (!/^-?[a-z]*c[a-z]*f$/.test(operation) || archive === undefined || members.length === 0) return undefined;
  const names = members.flatMap((member) => (member?.startsWith('/') === true ? [member.replace(/^\/+/, '')] : []));
  if (names.length < members.length) return undefined;
  return [operation, archive, '-C', '/', ...names.map((name) => (name === '' ? '.' : name))];
}
