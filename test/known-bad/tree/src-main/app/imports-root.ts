// known-bad: imports: main-root-is-the-top
import '../main.ts';
