/** A page that fails does not take the frame with it: Dừng and Khẩn cấp stay in reach. */
import { Component, type ReactNode } from 'react';

export class Crash extends Component<
  { fallback: (reload: () => void) => ReactNode; children: ReactNode },
  { failed: boolean }
> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    return this.state.failed ? this.props.fallback(() => location.reload()) : this.props.children;
  }
}
