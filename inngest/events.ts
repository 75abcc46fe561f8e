/** Every event of the app. Each carries its workspace, because a function must know whose rows it may see. */
export type AppEvent =
  | { name: 'account/day-due'; id?: string; data: { workspaceId: string; accountId: string } }
  | { name: 'account/connected' | 'account/disconnected'; data: { workspaceId: string; accountId: string } }
  | {
      name: 'account/paused' | 'account/resumed' | 'account/schedule-changed';
      data: { workspaceId: string; accountId: string };
    }
  | {
      name: 'campaign/launched' | 'campaign/resumed' | 'campaign/people-added';
      data: { workspaceId: string; campaignId: string };
    }
  | { name: 'provider-event/received'; data: { workspaceId: string; eventId: string } };

export type AppEventName = AppEvent['name'];
