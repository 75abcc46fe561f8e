/** Planned use of the shared bucket of one account, in sends a day. */
export interface BucketUse {
  messages: number;
  otherMessages: number;
  views: number;
  comments: number;
  reactions: number;
}

export interface BucketPlan {
  total: number;
  /** How far the plan is over the limit; 0 when it fits. */
  over: number;
  headroom: number;
  /** What is left for this campaign's messages if everything else is kept. */
  messagesThatFit: number;
  /** The bar in words. */
  sentence: string;
  advice: string;
}

/**
 * Adds up what shares the bucket (ux.md §3.6). Exactly at the limit is no overflow. Messages give way first in the plan,
 * since they are what this page can change.
 */
export function bucketPlan(use: BucketUse, limit: number): BucketPlan {
  const others = use.otherMessages + use.views + use.comments + use.reactions;
  const total = use.messages + others;
  const over = Math.max(0, total - limit);
  const headroom = Math.max(0, limit - total);
  const messagesThatFit = Math.max(0, Math.min(use.messages, limit - others));
  const end = over > 0 ? `${over} over` : `${headroom} left`;
  const parts = [
    `Messages ${use.messages}`,
    ...(use.otherMessages > 0 ? [`messages of other campaigns ${use.otherMessages}`] : []),
    `profile views ${use.views}`,
    `comments ${use.comments}`,
    `reactions ${use.reactions}`,
  ];
  const sentence = `${parts.join(', ')}. Total ${total} of ${limit}, ${end}.`;
  return { total, over, headroom, messagesThatFit, sentence, advice: adviceOf({ over, headroom, messagesThatFit }) };
}

/** Under this much room a plan with engagement is too tight (S1's advice on the split). */
const LITTLE_ROOM = 10;

function adviceOf(plan: { over: number; headroom: number; messagesThatFit: number }): string {
  if (plan.over > 0) {
    return `Planned use is ${plan.over} over. Messages would be trimmed to ${plan.messagesThatFit}.`;
  }
  const room = `Headroom ${plan.headroom} for profile views, comments and reactions.`;
  return plan.headroom < LITTLE_ROOM ? `${room} Little room left: fewer messages leave more for engagement.` : room;
}
