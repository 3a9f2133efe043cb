/** `NAME`, or `UID[:GID]`. */
export type RequestedUser =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'ids'; readonly uid: number; readonly gid: number };

/** Reads `NAME|UID[:GID]`; null where it is neither, or root. */
export function readRequestedUser(text: string): RequestedUser | null {
  const ids = /^(\d{1,9})(?::(\d{1,9}))?$/.exec(text);
  if (ids) {
    const uid = Number(ids[1]);
    return uid === 0 ? null : { kind: 'ids', uid, gid: Number(ids[2] ?? ids[1]) };
  }
  return /^[a-z_][a-z0-9_-]{0,30}$/.test(text) && text !== 'root' ? { kind: 'name', name: text } : null;
}
