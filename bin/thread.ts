import { launcherOf } from './launch.ts';

const { runThread } = launcherOf(__dirname).part('program') as typeof import('./program.ts');
runThread();
