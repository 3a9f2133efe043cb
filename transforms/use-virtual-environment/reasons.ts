import { type Reason, shown } from '../../src/decision.ts';

/** Every circumstance that use-virtual-environment can meet. */
export const reasons = {
  'environment-made': {
    verdict: 'changed',
    title: 'Packages are installed into a virtual environment.',
    sentence: (data) =>
      `pip installs into the virtual environment ${shown(data, 'folder')}, as asked for, which comes first on PATH. Safe because every command finds python, pip and what they install by PATH`,
    explanation:
      'Without being asked, packages stay where the file installs them, and /usr/local is carried: sys.prefix, shebangs and absolute paths stay true. An environment can be carried alone, and holds a pip of its own (about 10 MB).',
  },
  'no-packages': {
    verdict: 'unneeded',
    title: 'Nothing is installed that a virtual environment could hold.',
    sentence: () => 'the file has several stages already, or installs nothing that a virtual environment could hold',
    explanation: 'What a file copies from one stage to another names the place where packages are.',
  },
  'environment-not-made': {
    verdict: 'declined',
    title: 'What is installed cannot go into an environment.',
    sentence: (data) => `${shown(data, 'why')}`,
    advice: 'Leave --venv out: packages are carried where they are.',
    explanation:
      'poetry, pipenv, uv and pdm choose their own environment. uwsgi and mod_wsgi hold an interpreter, which has to be told of it.',
  },
  'place-written-out': {
    verdict: 'declined',
    title: 'The file names programs by their place, or sets PATH anew.',
    sentence: () => 'the file names a place in /usr/local, or sets PATH anew, and would pass the environment by',
    advice: 'Name programs without their folder, and keep $PATH where you set it.',
    explanation: 'CMD ["/usr/local/bin/gunicorn", …] starts an interpreter that does not see the environment.',
  },
} satisfies Record<string, Reason>;
