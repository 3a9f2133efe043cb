import picomatch from 'picomatch';

/** The files at or under a path, or those that a glob matches. */
export function filesAt(files: readonly string[], pattern: string): readonly string[] {
  if (/[*?{[]/.test(pattern)) {
    const matches = picomatch(pattern, { dot: true });
    return files.filter((file) => matches(file));
  }
  const path = pattern.replace(/\/$/, '');
  return files.filter((file) => file === path || file.startsWith(`${path}/`));
}
