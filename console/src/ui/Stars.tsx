import css from './Stars.module.css';

/** A rating of one to five, as signs and as words. */
export function Stars({ rating }: { rating: number }) {
  const full = Math.max(0, Math.min(5, Math.round(rating)));
  return (
    <span className={css.stars}>
      <span aria-hidden>
        {'★'.repeat(full)}
        <span className={css.empty}>{'★'.repeat(5 - full)}</span>
      </span>
      <span className={css.words}>{rating} of 5</span>
    </span>
  );
}
