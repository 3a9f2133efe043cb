import type { FileResult } from '../result.ts';

/** How many files of each outcome there are. */
export interface Counts {
  readonly changed: number;
  readonly unchanged: number;
  readonly refused: number;
  readonly faults: number;
  /** Only where there are some. */
  readonly unproven?: number;
}

export function countsOf(results: readonly Pick<FileResult, 'status'>[]): Counts {
  const count = (status: FileResult['status']) => results.filter((result) => result.status === status).length;
  return {
    changed: count('changed'),
    unchanged: count('unchanged'),
    refused: count('refused'),
    faults: count('fault'),
    ...(count('unproven') === 0 ? {} : { unproven: count('unproven') }),
  };
}

/** «3 files: 2 would change, 1 unchanged». */
export function summaryLine({ changed, unchanged, refused, faults, unproven = 0 }: Counts, written: boolean): string {
  const total = changed + unchanged + refused + faults + unproven;
  const parts = [
    ...(changed > 0 ? [`${changed} ${written ? 'changed' : 'would change'}`] : []),
    ...(unproven > 0 ? [`${unproven} not proven`] : []),
    ...(unchanged > 0 ? [`${unchanged} unchanged`] : []),
    ...(refused > 0 ? [`${refused} refused`] : []),
    ...(faults > 0 ? [`${faults} with a fault of msb-migrate`] : []),
  ];
  return `${total} ${total === 1 ? 'file' : 'files'}: ${parts.join(', ')}`;
}

/** What is said after a fault of ours: whose bug it is, and what a report needs. */
export function faultNote(version: string): string {
  return `This is a bug of msb-migrate ${version}, not of your files, and they are as they were. Please report it in the issue tracker of msb-migrate, with the line above and the Dockerfile; MSB_DEBUG=1 shows more.`;
}
