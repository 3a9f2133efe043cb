import { randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  lstatSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { changedMeanwhile, type Fault, systemErrorCode, unwritable } from './problems.ts';

/** A new text for one file. */
export interface Rewrite {
  /** Absolute; no symlink, but what it leads to. */
  readonly path: string;
  /** What the file holds; null: there is no such file yet. */
  readonly before: string | null;
  readonly after: string;
}

/** Why nothing was written, and for which file. */
export interface NotWritten {
  readonly path: string;
  readonly fault: Fault;
}

/**
 * Writes all the files or none. Each is replaced in one step by a finished copy in its folder, so that whoever reads it, and whatever ends the program,
 * finds the old text or the new one. Mode and owner stay. A file that is no longer what was read is left alone.
 */
export function writeAll(rewrites: readonly Rewrite[]): NotWritten | null {
  const copies: { readonly rewrite: Rewrite; readonly copy: string }[] = [];
  const replaced: Rewrite[] = [];
  try {
    for (const rewrite of rewrites) {
      const copy = attempt(() => {
        const like = asRead(rewrite);
        return like === 'changed' ? changedMeanwhile : writeCopy(rewrite.path, rewrite.after, like);
      });
      if (typeof copy !== 'string') return { path: rewrite.path, fault: copy };
      copies.push({ rewrite, copy });
    }
    for (const { rewrite, copy } of copies) {
      const fault = attempt(() => {
        if (asRead(rewrite) === 'changed') return changedMeanwhile;
        renameSync(copy, rewrite.path);
        return null;
      });
      if (fault) {
        for (const done of replaced) attempt(() => putBack(done));
        return { path: rewrite.path, fault };
      }
      replaced.push(rewrite);
    }
    for (const { path } of rewrites) keepFolder(dirname(path));
    return null;
  } finally {
    for (const { copy } of copies) rmSync(copy, { force: true });
  }
}

function attempt<T>(work: () => T): T | Fault {
  try {
    return work();
  } catch (error) {
    return unwritable(systemErrorCode(error));
  }
}

/** The stats of a file that is what was read, null where there was none and still is none. */
function asRead({ path, before }: Rewrite): Stats | null | 'changed' {
  if (before === null) return lstatSync(path, { throwIfNoEntry: false }) ? 'changed' : null;
  // Opened for writing: renaming needs no permission on the file, so one that its owner made read-only would be replaced without asking.
  const descriptor = openSync(path, constants.O_RDWR | (constants.O_NONBLOCK ?? 0));
  try {
    const stats = fstatSync(descriptor);
    return stats.isFile() && readFileSync(descriptor).equals(Buffer.from(before)) ? stats : 'changed';
  } finally {
    closeSync(descriptor);
  }
}

function writeCopy(path: string, text: string, like: Stats | null): string {
  const copy = join(dirname(path), `.msb-migrate-${randomBytes(6).toString('hex')}.tmp`);
  const descriptor = openSync(copy, 'wx', like === null ? 0o666 : 0o600);
  try {
    writeFileSync(descriptor, text);
    if (like) keepOwnerAndMode(descriptor, like);
    fsyncSync(descriptor);
  } catch (error) {
    rmSync(copy, { force: true });
    throw error;
  } finally {
    closeSync(descriptor);
  }
  return copy;
}

/** Root keeps the owner of another's file; for anyone else the file becomes their own, as with git. Changing the owner clears mode bits: mode comes last. */
function keepOwnerAndMode(descriptor: number, like: Stats): void {
  const own = fstatSync(descriptor);
  if (own.uid !== like.uid || own.gid !== like.gid) {
    try {
      fchownSync(descriptor, like.uid, like.gid);
    } catch (error) {
      systemErrorCode(error);
    }
  }
  fchmodSync(descriptor, like.mode & 0o7777);
}

function putBack({ path, before }: Rewrite): null {
  if (before === null) rmSync(path, { force: true });
  else renameSync(writeCopy(path, before, statSync(path)), path);
  return null;
}

/** After this a power cut no longer brings the old text back. Not every system lets a folder be opened; then there is nothing to do. */
function keepFolder(folder: string): void {
  try {
    const descriptor = openSync(folder, 'r');
    try {
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    systemErrorCode(error);
  }
}
