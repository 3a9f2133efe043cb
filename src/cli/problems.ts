import type { Problem } from '../problem.ts';

/** A problem before it is known how the user named the file. */
export type Fault = Omit<Problem, 'path'>;

const ANOTHER = 'Name another file.';

/** Why a path or a file cannot be used at all. Everything about what stands in a Dockerfile is the parser's. */
export const noSuchFile: Fault = { code: 'no-such-file', cause: 'no such file or folder', remedy: 'Check the path.' };
export const notAFile: Fault = {
  code: 'not-a-file',
  cause: 'it is a pipe, a socket or a device',
  remedy: 'To read a pipe, give - and --context.',
};
export const isFolder: Fault = { code: 'is-a-folder', cause: 'it is a folder, not a file', remedy: ANOTHER };
export const noDockerfile: Fault = {
  code: 'no-dockerfile',
  cause: 'there is no Dockerfile in this folder or below it',
  remedy: 'Name the file itself where it is called otherwise.',
};
export const emptyGlob: Fault = {
  code: 'glob-without-match',
  cause: 'the pattern matches no file',
  remedy: 'Check the pattern, and quote it.',
};

/** The largest Dockerfile that is read: 5 MB, in bytes. */
export const LARGEST = 5 * 1024 * 1024;
export const tooLarge: Fault = {
  code: 'file-too-large',
  cause: 'the file is larger than 5 MB, which no Dockerfile is',
  remedy: ANOTHER,
};

export const contextElsewhere = (context: string): Fault => ({
  code: 'context-elsewhere',
  cause: `the context «${context}» and this file are not in one repository`,
  remedy: 'Run from a folder that holds both.',
});

/** What reading failed with, by Node.js's error code. */
export function unreadable(code: string | undefined): Fault {
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return noSuchFile;
    case 'EISDIR':
      return isFolder;
    case 'ELOOP':
      return { code: 'not-readable', cause: 'the symlink leads back to itself', remedy: ANOTHER };
    case 'EACCES':
    case 'EPERM':
      return {
        code: 'not-readable',
        cause: 'there is no permission to read it',
        remedy: 'Change its permissions, or run as its owner.',
      };
    case 'ENXIO':
      return notAFile;
    default:
      return {
        code: 'not-readable',
        cause: `it cannot be read (${code ?? 'unknown error'})`,
        remedy: 'Check the disk and the path.',
      };
  }
}

export const leadsOut: Fault = {
  code: 'leads-out',
  cause: 'it is a symlink to a file outside of the repository, which is not ours to write',
  remedy: 'Migrate that file where it belongs.',
};

export const changedMeanwhile: Fault = {
  code: 'changed-meanwhile',
  cause: 'the file changed after it was read',
  remedy: 'Run again.',
};

const KEPT = 'The file is as it was.';

/** What writing failed with, by Node.js's error code. */
export function unwritable(code: string | undefined): Fault {
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return { code: 'not-written', cause: 'the file vanished after it was read', remedy: 'Run again.' };
    case 'EACCES':
    case 'EPERM':
      return {
        code: 'not-written',
        cause: 'there is no permission to write the file or its folder',
        remedy: `${KEPT} Change the permissions, or run as the owner.`,
      };
    case 'EROFS':
      return { code: 'not-written', cause: 'the file system is read-only', remedy: KEPT };
    case 'ENOSPC':
    case 'EDQUOT':
      return { code: 'not-written', cause: 'the disk is full', remedy: `${KEPT} Free some space and run again.` };
    default:
      return { code: 'not-written', cause: `the file cannot be written (${code ?? 'unknown error'})`, remedy: KEPT };
  }
}

/** Node.js's code of a file system error. Anything else is a bug and goes on as it is. */
export function systemErrorCode(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string' && 'syscall' in error)
    return error.code;
  throw error;
}
