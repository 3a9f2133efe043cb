/** What the process ends with, for the person who reads `--help` and for the program. */
export const EXIT_CODES = {
  fine: { code: 0, means: 'everything was looked at, whether it changed or not' },
  wouldChange: { code: 1, means: 'with --check: at least one file would change' },
  badInput: {
    code: 2,
    means: 'wrong usage, or at least one path that cannot be used; the others were still looked at',
  },
  fault: { code: 3, means: 'a fault of msb-migrate itself; the file it met is as it was' },
  unproven: {
    code: 4,
    means: 'with --prove: at least one file would change, and its proof does not count; it is as it was',
  },
} as const;
