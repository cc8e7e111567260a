/** Four bars and a lock. */
const BARS = [0, 1, 2, 3];

export function Bars({ strength, words }: { strength: number; words: string }) {
  return (
    <svg class="bars" viewBox="0 0 26 22" role="img" aria-label={words}>
      {BARS.map((bar) => (
        <rect
          key={bar}
          class={bar < strength ? 'is-lit' : ''}
          x={1 + bar * 6.5}
          y={15 - bar * 4.5}
          width="4.5"
          height={6 + bar * 4.5}
          rx="1"
        />
      ))}
    </svg>
  );
}

export const LockIcon = () => (
  <svg class="icon lock" viewBox="0 0 24 24" aria-hidden="true">
    <path d="M5.5 11h13v9.5h-13zM8 11V7.5a4 4 0 0 1 8 0V11" />
  </svg>
);
