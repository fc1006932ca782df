package sqlite

import (
	"context"
	"fmt"
)

// LimitPages lets the database grow by no more than n pages from now on, as a
// full disk would; 0 takes the limit away.
func (s *Store) LimitPages(ctx context.Context, n int) error {
	limit := 1 << 30
	if n > 0 {
		var pages int
		if err := s.writer.conn.QueryRowContext(ctx, "PRAGMA page_count").Scan(&pages); err != nil {
			return err
		}
		limit = pages + n
	}
	var got int
	return s.writer.conn.QueryRowContext(ctx, fmt.Sprintf("PRAGMA max_page_count = %d", limit)).Scan(&got)
}
