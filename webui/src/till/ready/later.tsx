/** The morning check, fetched when first wanted; its line on the sell screen, once nobody waits for anything else. */
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { later } from '../later';

const { usePart } = later(() => import('./part'));
const isTime = signal(false);
const AFTER_MS = 2500;

export function ReadyLater() {
  const now = usePart();
  return now && <now.ReadyScreen />;
}

function Strip() {
  const now = usePart();
  return now && <now.ReadyStrip />;
}

export function ReadyStripLater() {
  useEffect(() => {
    const timer = setTimeout(() => {
      isTime.value = true;
    }, AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  return isTime.value ? <Strip /> : null;
}
