import { type Reason, shown } from '../../src/decision.ts';

/** Circumstances in which a whole file is left alone. */
export const reasons = {
  'skipped-by-comment': {
    verdict: 'unneeded',
    title: 'A comment in the file asks to leave it alone.',
    sentence: () => 'left alone, as its comment asks',
    explanation:
      '`# msb-migrate: skip` on a line of its own leaves the whole file alone; `# msb-migrate: skip=swap-base-image,split-stages` turns these transforms off in it.',
  },
  'excluded-by-configuration': {
    verdict: 'unneeded',
    title: 'A configuration file leaves this Dockerfile out.',
    sentence: (data) => `left out by «${shown(data, 'pattern')}» in a configuration file`,
    explanation: '`exclude` in a configuration file holds globs, seen from its folder.',
  },
  'parsers-disagree': {
    verdict: 'declined',
    title: 'Two Dockerfile parsers read this file differently.',
    sentence: (data) => `left alone, because two parsers read this line differently: ${shown(data, 'how')}`,
    advice: 'Write the heredoc or continuation in a simpler form.',
    explanation:
      'A tool that misreads one heredoc swallows the next instruction. Where a second parser sees other instructions than ours, nothing is changed.',
  },
  'development-dockerfile': {
    verdict: 'declined',
    title: 'The file is for development.',
    sentence: (data) => `left alone, because it is a development file: ${shown(data, 'why')}`,
    advice: 'Run the tool on the file that builds the image you deploy.',
    explanation: 'A development container needs its compilers, its development dependencies and often root.',
  },
  'instruction-not-understood': {
    verdict: 'declined',
    title: 'An instruction parses, but what it says cannot be told for certain.',
    sentence: (data) => `left alone, because this instruction could not be read: ${shown(data, 'why')}`,
    advice: 'Write the instruction in its plain form.',
    explanation: 'What cannot be read cannot be moved safely.',
  },
  'text-behind-array': {
    verdict: 'declined',
    title: 'Something stands behind the array of a start command.',
    sentence: (data) =>
      `«${shown(data, 'text')}» stands behind the array: Docker before 27.1 skips it, and newer ones give the whole line to a shell, which cannot run it. The line is read as the array, and left as it is`,
    advice: 'Delete what stands behind the array; a comment needs a line of its own.',
    explanation:
      'A Dockerfile has no comments behind an instruction. BuildKit before 0.15 read the array and ignored the rest of the line (moby/buildkit pull request 5107); since then such a line is no JSON, so it is the shell form, and the container ends with «[npm,: not found».',
  },
  'windows-image': {
    verdict: 'declined',
    title: 'The image is a Windows image.',
    sentence: () => 'left alone, because it builds a Windows image, whose shell and paths follow other rules',
    advice: 'Nothing to do: Windows images are outside what this tool does.',
    explanation: '`SHELL ["powershell"]` and `# escape=`` change how every line reads.',
  },
  'image-for-other-images': {
    verdict: 'declined',
    title: 'The image is made for other images to build on.',
    sentence: (data) =>
      `«${shown(data, 'text')}» runs in images that build on this one, and what they need is not known`,
    advice: 'Write its steps into the files that use it, or change this file by hand.',
    explanation:
      'An ONBUILD trigger runs in another file’s build, which may need the tools, development dependencies and the user of this one.',
  },
} satisfies Record<string, Reason>;
