import { launcherOf } from './launch.ts';

const launcher = launcherOf(__dirname);
const { runProgram } = launcher.part('program') as typeof import('./program.ts');
launcher.keeps(runProgram());
