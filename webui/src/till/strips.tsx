/**
 * Calm sentences at the foot of the left side: a refusal, a printer in need, a receipt nobody is sure of.
 * They take room of their own, so that none of them ever lies on a key.
 */
import { signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Printer } from './api/shapes';
import { makeItemOf, sayPrinted } from './deeds';
import { CloseIcon, LevelMark } from './icons';
import * as state from './state';
import { say, sayNotice, sayRefusal } from './words';

const dismissedPrinter = signal<Printer['state'] | null>(null);
const seenNotice = signal<number>(-1);
const SHOWN_MS = 8000;

type StripProps = {
  level: 'safe' | 'waiting' | 'danger';
  name: string;
  text: string;
  code?: string | null;
  onClose: () => void;
};

/** The barcode in a sentence about one that no item has; an item can be made of it. */
const unknownCode = (key: string, params: { gtin?: string | number }): string | null =>
  key.endsWith('unknown_gtin') && params.gtin !== undefined ? String(params.gtin) : null;

function Strip({ level, name, text, code, onClose }: StripProps) {
  return (
    <div class={`strip ${level}`} data-testid={`strip-${name}`} role="status">
      <LevelMark level={level} />
      <p>{text}</p>
      {code && (
        <button
          type="button"
          class="key strip-deed"
          data-testid="strip-new-item"
          onClick={() => {
            onClose();
            makeItemOf(code);
          }}
        >
          {say('sell.new_item')}
        </button>
      )}
      <button type="button" class="strip-close" aria-label={say('app.close')} onClick={onClose}>
        <CloseIcon />
      </button>
    </div>
  );
}

function Question({ jobId, number }: { jobId: string; number: string }) {
  return (
    <div class="strip waiting question" data-testid="printer-question">
      <p>
        <b>{say('printer.question', { number })}</b>
        <span>{say('printer.question_why')}</span>
      </p>
      <div class="answers">
        <button type="button" class="key" data-testid="printed-yes" onClick={() => sayPrinted(jobId, true)}>
          {say('printer.yes')}
        </button>
        <button type="button" class="key" data-testid="printed-no" onClick={() => sayPrinted(jobId, false)}>
          {say('printer.no')}
        </button>
      </div>
    </div>
  );
}

/** Digits or letters are being typed: a question can wait until the hands are free. */
function isTyping(): boolean {
  const kind = state.sheet.value?.kind;
  return state.view.value === 'pay' || state.query.value !== null || kind === 'weigh' || kind === 'line';
}

function PrinterStrip() {
  const { state: now, queued, question } = state.printer.value;
  useEffect(() => {
    if (now === 'ready' || now === 'printing') dismissedPrinter.value = null;
  }, [now]);
  if (question && !isTyping()) return <Question jobId={question.job_id} number={question.number} />;
  if (state.query.value !== null) return null; // the keyboard leaves no room; the header still shows the printer
  if (now !== 'paper_out' && now !== 'cover_open' && now !== 'offline') return null;
  if (dismissedPrinter.value === now) return null;
  const waiting = queued > 0 ? ` ${say('printer.queued', { count: queued })}.` : '';
  return (
    <Strip
      level="waiting"
      name="printer"
      text={say(`printer.${now}`) + waiting}
      onClose={() => {
        dismissedPrinter.value = now;
      }}
    />
  );
}

function NoticeStrip() {
  const fromTill = state.tillNotice.value;
  const own = state.notice.value;
  const text = own ? say(own) : fromTill ? sayNotice(fromTill) : null;
  const isSeen = !own && (fromTill === null || fromTill.id === seenNotice.value);
  const close = () => {
    state.notice.value = null;
    if (fromTill) seenNotice.value = fromTill.id;
  };
  useEffect(() => {
    if (isSeen) return;
    const shown = setTimeout(close, SHOWN_MS);
    return () => clearTimeout(shown);
  }, [own, fromTill, isSeen]);
  if (isSeen || text === null) return null;
  const code = own || !fromTill ? null : unknownCode(fromTill.key, fromTill.params);
  return <Strip level={own ? 'safe' : 'waiting'} name="notice" text={text} code={code} onClose={close} />;
}

/** `children` come last, and only where nothing is refused. */
export function Strips({ children }: { children?: ComponentChildren }) {
  const no = state.refusal.value;
  return (
    <div class="strips">
      {no ? (
        <Strip
          level="danger"
          name="refusal"
          text={sayRefusal(no)}
          code={unknownCode(no.code, no.params)}
          onClose={() => {
            state.refusal.value = null;
          }}
        />
      ) : (
        <>
          <NoticeStrip />
          <PrinterStrip />
          {children}
        </>
      )}
    </div>
  );
}
