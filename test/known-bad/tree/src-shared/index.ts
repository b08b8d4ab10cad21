// known-bad: lint rules: No barrels
export * from './good.ts';
