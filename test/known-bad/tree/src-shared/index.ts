// known-bad: lint: No barrels
export * from './good.ts';
