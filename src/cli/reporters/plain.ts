import pc from 'picocolors';

/** Text without colours, for files. */
export const plain = pc.createColors(false);
