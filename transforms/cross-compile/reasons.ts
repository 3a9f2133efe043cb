import { type Reason, shown } from '../../src/decision.ts';

/** Every circumstance that cross-compile can meet. */
export const reasons = {
  'cross-compiled': {
    verdict: 'changed',
    title: 'The stage that compiles runs on the platform of the machine.',
    sentence: (data) =>
      `what only builds starts from --platform=$BUILDPLATFORM ${shown(data, 'image')}, as asked for${
        shown(data, 'settings') === '' ? '' : `, and the build runs with ${shown(data, 'settings')}`
      }: an image for another platform is compiled without emulation. Safe because all that is copied out of it is compiled for that platform, without C, or is the same on each. It needs BuildKit, which fills these arguments`,
    explanation:
      '`docker build --platform linux/amd64,linux/arm64`: without this, the compiler itself runs under emulation for each platform that is not the machine’s, ten times as slow or slower. The classic builder leaves $BUILDPLATFORM empty and stops at the line. For 32-bit ARM older than version 7, set GOARM as well.',
  },
  'crossed-already': {
    verdict: 'unneeded',
    title: 'It compiles for the platform that is asked for already.',
    sentence: () => 'the stage that compiles runs on the platform of the machine already',
    explanation: 'Nothing to do.',
  },
  'nothing-compiled': {
    verdict: 'unneeded',
    title: 'Nothing is compiled that could be compiled for another platform.',
    sentence: () =>
      'nothing in the stages that stay behind is compiled by a compiler that makes files for other platforms',
    explanation: 'A stage that the image consists of, or starts from, has to be of the image’s own platform.',
  },
  'builder-without-platforms': {
    verdict: 'declined',
    title: 'It is built with a builder that says nothing of platforms.',
    sentence: (data) =>
      `${shown(data, 'file')} builds it with ${shown(data, 'builder')}, which may leave $BUILDPLATFORM and $TARGETARCH empty`,
    advice: 'Build with BuildKit (docker buildx build) first.',
    explanation: '`FROM --platform=$BUILDPLATFORM golang` stops the classic builder: an empty platform is none.',
  },
  'platform-named': {
    verdict: 'declined',
    title: 'The FROM line names a platform.',
    sentence: (data) => `the FROM line of ${shown(data, 'image')} asks for --platform=${shown(data, 'platform')}`,
    advice: 'Take the flag away where it is not meant.',
    explanation: 'The author builds for, or with, one platform on purpose.',
  },
  'stage-is-run': {
    verdict: 'declined',
    title: 'Something builds the stage itself.',
    sentence: (data) => `${shown(data, 'file')} builds the stage ${shown(data, 'stage')} itself, and runs it`,
    advice: 'Give that consumer a stage of its own.',
    explanation: 'A stage that runs has to be of the platform that it runs on.',
  },
  'carried-not-known': {
    verdict: 'declined',
    title: 'What leaves the stage is not known.',
    sentence: () => 'what other stages take out of it is not written out: a pattern, a variable or a mount names it',
    advice: 'Write the paths of COPY --from out.',
    explanation: 'Each file that leaves the stage has to be compiled for the image, or be the same on every platform.',
  },
  'platform-in-the-copy': {
    verdict: 'declined',
    title: 'Something that belongs to a platform leaves the stage.',
    sentence: (data) =>
      `${shown(data, 'path')} leaves the stage, and ${
        shown(data, 'command') === ''
          ? 'the image, or what was copied into it, brings it for the platform that it runs on'
          : `«${shown(data, 'command')}» makes it for the platform that it runs on`
      }`,
    advice: 'Fetch or install that in the stage that runs.',
    explanation:
      '`COPY --from=builder /usr/bin/jq /usr/bin/jq` takes a program of the machine’s platform into an image for another one.',
  },
  'not-crossed': {
    verdict: 'declined',
    title: 'The build cannot compile for another platform.',
    sentence: (data) => `${shown(data, 'why')}`,
    advice: 'Build each platform on a machine of its own.',
    explanation: 'A compiler of C makes files for the platform that it runs on, as long as no other one is installed.',
  },
  'exec-form': {
    verdict: 'declined',
    title: 'The build is a list of words.',
    sentence: () => 'the build is a list of words, in which $TARGETARCH would stay as it is written',
    advice: 'Write the RUN without brackets.',
    explanation: 'Exec form expands no variables.',
  },
} satisfies Record<string, Reason>;
