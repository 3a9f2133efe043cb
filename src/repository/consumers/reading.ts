import type { Problem } from '../../problem.ts';
import type { Consumer } from '../consumer.ts';

/** What one kind of file says about who builds and runs images; a file that cannot be read is a problem, and the others still count. */
export interface Reading {
  readonly consumers: readonly Consumer[];
  readonly problems: readonly Problem[];
}

export const NOTHING: Reading = { consumers: [], problems: [] };

export function joinReadings(readings: readonly Reading[]): Reading {
  return {
    consumers: readings.flatMap((reading) => reading.consumers),
    problems: readings.flatMap((reading) => reading.problems),
  };
}

/** A consumer that says nothing except what is given. */
export function consumerThat(says: Pick<Consumer, 'kind' | 'file' | 'name'> & Partial<Consumer>): Consumer {
  return {
    lines: null,
    dockerfile: null,
    context: null,
    target: null,
    buildArgs: {},
    command: null,
    entrypoint: null,
    user: null,
    healthcheck: null,
    mounts: [],
    builder: null,
    ...says,
  };
}

export function unreadable(file: string, cause: string, line?: number): Problem {
  return {
    code: 'consumer-unreadable',
    path: file,
    ...(line === undefined ? {} : { line }),
    cause,
    remedy: 'It was left out; check by hand whether it names a build stage, a command or a mount of this image.',
  };
}
