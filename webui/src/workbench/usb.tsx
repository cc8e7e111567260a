/** The box's USB sockets: a printer, a scanner that types, a serial adapter, in and out while it sells. */
import { GADGETS, type Gadget, plugUsb, say } from './bench';

export function UsbSockets({ usb }: { usb: Record<Gadget, boolean> }) {
  return (
    <section class="thing usb" aria-label={say('usb')}>
      <h2>{say('usb')}</h2>
      <div class="usb-sockets">
        {GADGETS.map((gadget) => (
          <button
            key={gadget}
            type="button"
            class="key"
            data-testid={`usb-${gadget}`}
            aria-pressed={usb[gadget]}
            onClick={() => plugUsb(gadget, !usb[gadget])}
          >
            <span>{say(`usb_${gadget}`)}</span>
            <small>{say(usb[gadget] ? 'is_in' : 'is_out')}</small>
          </button>
        ))}
      </div>
    </section>
  );
}
