import { type Reason, shown } from '../../src/decision.ts';

/** Every circumstance that link-statically can meet. */
export const reasons = {
  'linked-statically': {
    verdict: 'changed',
    title: 'The build makes a file that needs no library of the system.',
    sentence: (data) =>
      `the build runs with ${shown(data, 'settings')}: without it the file would load the C library of the image that builds, for name lookup and users alone. Safe because ${shown(data, 'why') || 'no package that is built needs C'}. Names are looked up by the language’s own resolver, which reads /etc/resolv.conf and /etc/hosts and knows no other nsswitch modules`,
    explanation:
      'The full image brings gcc, so that the standard library’s `net` and `os/user` are linked against glibc; the alpine image links them against musl. Such a file does not start on another libc, and not at all where there is none: «no such file or directory».',
  },
  'needs-system-libraries': {
    verdict: 'declined',
    title: 'The program is linked with libraries of the system.',
    sentence: (data) => `the program needs libraries of the system: ${shown(data, 'why')}`,
    advice:
      'Use a package that is written in the language itself, if there is one; else the runtime keeps the same libc.',
    explanation:
      'What a C compiler made loads the C library that it was linked with, or a newer release of it. Such a program stays on an image of the same family.',
  },
} satisfies Record<string, Reason>;
