// known-good
export const chart = '▁▂▃';
