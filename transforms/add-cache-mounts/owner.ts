import type { Item, Survey } from '../../src/facts.ts';

/** Who runs a RUN, as far as the owner of a cache folder depends on it. */
export type Owner =
  | { readonly kind: 'root' }
  | { readonly kind: 'user'; readonly uid: number; readonly gid: number; readonly home: string }
  | { readonly kind: 'unknown'; readonly name: string };

/** The user in force at a RUN; a name counts only where the base image is known to bring it, since a mount takes numbers. */
export function ownerOf({ state }: Item, { base }: Survey): Owner {
  const written = state.user === null ? (base?.startsAs ?? 'root') : state.user.certain;
  const name = written?.split(':')[0] ?? state.user?.text ?? '';
  if (name === 'root' || name === '0') return { kind: 'root' };
  const user = base?.user;
  if (user && (name === user.name || name === String(user.uid)))
    return { kind: 'user', uid: user.uid, gid: user.gid, home: user.home };
  return { kind: 'unknown', name };
}
