import type { Command } from 'commander';
import type { Io } from '../app/io.ts';

/** Adds one command to the program. `done` is called with the exit code of the command. */
export type AddCommand = (program: Command, io: Io, done: (code: number) => void) => void;
