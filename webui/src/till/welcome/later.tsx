/** The welcome, which only a new box ever fetches. */
import type { ComponentChildren } from 'preact';
import { later } from '../later';

const { usePart } = later(() => import('./part'));

export function WelcomeLater({ meanwhile }: { meanwhile: ComponentChildren }) {
  const now = usePart();
  return now ? <now.Welcome /> : meanwhile;
}
