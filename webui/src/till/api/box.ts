/** The box itself: its state now, what it sells, its settings, who it is. */
import { intend, untilAnswered } from './intents';
import type { About, Catalogue, Snapshot } from './shapes';

export const readSnapshot = () => untilAnswered('GET', '/snapshot') as Promise<Snapshot>;
export const readCatalogue = () => untilAnswered('GET', '/catalogue') as Promise<Catalogue>;
export const readAbout = () => untilAnswered('GET', '/about') as Promise<About>;
export const changeLanguage = (language: string) =>
  intend('PATCH', '/settings', { language }) as Promise<Snapshot>;
export const setDiscountPresets = (discount_presets_bp: number[]) =>
  intend('PATCH', '/settings', { discount_presets_bp }) as Promise<Snapshot>;
export const setQuickPrint = (quick_print: boolean) =>
  intend('PATCH', '/settings', { quick_print }) as Promise<Snapshot>;
