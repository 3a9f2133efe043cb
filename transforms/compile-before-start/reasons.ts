import { type Reason, shown } from '../../src/decision.ts';

/** Every circumstance that compile-before-start can meet. */
export const reasons = {
  'compiled-before-start': {
    verdict: 'changed',
    title: 'The image is built with the program that its start command compiled at every start.',
    sentence: (data) =>
      `«${shown(data, 'before')}» compiles whenever the container starts, and then runs what it made: «${shown(data, 'build')}» makes the same program while the image is built, with the same flags, folder and variables. Process 1 is the program itself then, so that signals and its own exit code arrive`,
    explanation:
      '`go run` needs the toolchain, the sources, the module cache and seconds of compiling at every start; it ends with exit code 1 whatever the code of the program was.',
  },
  'built-before-start': {
    verdict: 'changed',
    title:
      'The image is built with what its start command compiled at every start, and the project’s own script starts it.',
    sentence: (data) =>
      `«${shown(data, 'before')}» compiles whenever the container starts, and then runs what it made: «${shown(data, 'build')}» makes the same files while the image is built, and «${shown(data, 'start')}» starts them. Errors name the lines of the built files then, unless that script turns on source maps`,
    explanation:
      '`nest start` is `nest build` with the same flags and then node with the entry file (@nestjs/cli). It needs the compiler, the sources and the development dependencies at every start. An error of the types is seen when the image is built, not when the container starts.',
  },
  'built-already': {
    verdict: 'changed',
    title: 'A RUN builds what the start command compiles again, and the project’s own script starts it.',
    sentence: (data) =>
      `«${shown(data, 'before')}» compiles whenever the container starts what «${shown(data, 'build')}» has made already, and then runs it: «${shown(data, 'start')}» starts the same files. Errors name the lines of the built files then, unless that script turns on source maps`,
    explanation:
      '`nest start` is `nest build` with the same flags and then node with the entry file (@nestjs/cli). It needs the compiler, the sources and the development dependencies at every start.',
  },
  'development-asks-for-sources': {
    verdict: 'declined',
    title: 'Somebody who uses the image counts on sources that are compiled at the start.',
    sentence: (data) => `${shown(data, 'file')} ${shown(data, 'what')}, so that the start command has to compile`,
    advice: 'Use a stage or a Dockerfile of its own for development.',
    explanation:
      'With the sources of the host mounted over the image, what was compiled before would be older than they are.',
  },
  'product-not-known': {
    verdict: 'declined',
    title: 'What the start command would compile is not known.',
    sentence: (data) => `it is not known what «${shown(data, 'build')}» would make${shown(data, 'why')}`,
    advice: 'Build in a RUN, and start the file that it makes.',
    explanation: 'The package has to be in the build context, in the folder that the container starts in.',
  },
} satisfies Record<string, Reason>;
