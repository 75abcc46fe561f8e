'use client';

import { X } from 'lucide-react';
import { Dialog as RadixDialog } from 'radix-ui';
import { type ReactNode, useRef } from 'react';
import { Button } from './button';
import { IconButton } from './icon-button';

export interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** Says what it is for or, of a confirmation, what will happen. */
  description: ReactNode;
  children?: ReactNode;
  footer?: ReactNode;
}

/** A modal dialog: focus is trapped inside and returns to what opened it; Esc closes. */
export function Dialog({ open, onOpenChange, title, description, children, footer }: DialogProps) {
  return (
    <RadixDialog.Root open={open} onOpenChange={onOpenChange}>
      <RadixDialog.Portal>
        <RadixDialog.Overlay className={overlayClasses} />
        <RadixDialog.Content className={contentClasses}>
          <div className="flex items-start justify-between gap-4">
            <RadixDialog.Title className="text-panel font-semibold">{title}</RadixDialog.Title>
            <RadixDialog.Close asChild>
              <IconButton label="Close" className="-mt-1 -mr-1 border-transparent">
                <X aria-hidden />
              </IconButton>
            </RadixDialog.Close>
          </div>
          <RadixDialog.Description asChild>
            <div className="mt-1 max-w-[72ch] text-muted">{description}</div>
          </RadixDialog.Description>
          {children === undefined ? null : <div className="mt-4">{children}</div>}
          {footer === undefined ? null : <div className="mt-6 flex flex-wrap justify-end gap-2">{footer}</div>}
        </RadixDialog.Content>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  );
}

export interface ConfirmDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** The consequences, in words. */
  consequences: ReactNode;
  confirmLabel: string;
  /** What the way out is called, where "Cancel" would be taken for what is asked. */
  dismissLabel?: string;
  busy?: boolean;
  error?: string | null;
  onConfirm: () => void;
}

/** Asks before something starts. The focus begins on the way out, and a press outside does not close it. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const cancel = useRef<HTMLButtonElement>(null);
  return (
    <RadixDialog.Root open={props.open} onOpenChange={props.onOpenChange}>
      <RadixDialog.Portal>
        <RadixDialog.Overlay className={overlayClasses} />
        <RadixDialog.Content
          role="alertdialog"
          className={contentClasses}
          onInteractOutside={(event) => event.preventDefault()}
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            cancel.current?.focus();
          }}
        >
          <RadixDialog.Title className="text-panel font-semibold">{props.title}</RadixDialog.Title>
          <RadixDialog.Description asChild>
            <div className="mt-2 max-w-[72ch] space-y-2 text-muted">{props.consequences}</div>
          </RadixDialog.Description>
          <p role="alert" className="mt-2 text-risk empty:hidden">
            {props.error ?? null}
          </p>
          <div className="mt-6 flex flex-wrap justify-end gap-2">
            <RadixDialog.Close asChild>
              <Button ref={cancel}>{props.dismissLabel ?? 'Cancel'}</Button>
            </RadixDialog.Close>
            <Button variant="primary" onClick={props.onConfirm} disabled={props.busy}>
              {props.confirmLabel}
            </Button>
          </div>
        </RadixDialog.Content>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  );
}

const overlayClasses = 'fixed inset-0 z-40 bg-black/50';
const contentClasses =
  'fixed top-1/2 left-1/2 z-50 max-h-[90dvh] w-[min(34rem,calc(100vw-2rem))] -translate-x-1/2 -translate-y-1/2 overflow-y-auto rounded-panel border border-control bg-bg p-4 shadow-overlay sm:p-6';
