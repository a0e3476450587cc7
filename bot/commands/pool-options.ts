import type { Command } from 'commander';
import type { Language } from '../../flows/organisation.ts';

/** What commands about pools are asked with. */
export interface PoolOptions {
  pool?: string;
  language: string;
  json?: boolean;
}

/** The organisation has no such pool. */
export interface UnknownPool {
  unknown: string;
  pools: string[];
}

export function refuseUnknownPool({ unknown, pools }: UnknownPool, command: Command): never {
  return command.error(`--pool: there is no pool "${unknown}"; expected ${pools.join(' or ')}`, { exitCode: 2 });
}

/** The language, and a whole number within its bounds; one clear line, and exit code 2, for anything else. */
export function languageOf({ language }: PoolOptions, command: Command): Language {
  if (language === 'ja' || language === 'en') return language;
  return command.error(`--language: "${language}" is not known; expected ja or en`, { exitCode: 2 });
}

export function wholeNumber(name: string, text: string, most: number, command: Command): number {
  const value = Number(text);
  if (/^\d{1,9}$/.test(text) && value >= 1 && value <= most) return value;
  return command.error(`--${name}: "${text}" is no whole number from 1 to ${most}`, { exitCode: 2 });
}
