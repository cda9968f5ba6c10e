import type { Command } from 'commander';
import type { Io } from '../app/io.ts';

export type AddCommand = (program: Command, io: Io, done: (code: number) => void) => void;
