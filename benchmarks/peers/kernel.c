/* The reference deal one trial at a time, nothing kept but what the next quarter needs: what the machine allows. */
#include <math.h>
#include <stdint.h>

#define N 4
#define T 100
#define EPS 1e-9
#define NEVER 1e30 /* an infinity would not be safe under -ffast-math */

typedef struct {
    double rate, success[4], cost[4], lag[3], ramp, patent[3], exclusive[3], decline[3], over[3], margin, upfront;
    double on_success[4], on_sale[3], threshold[3], on_sales[3], start[4], step[4], cap, minimum, minimum_after;
    double dormant, dormant_after, dormant_for, retained, net;
    const double *factors, *to_date;
} deal_t;

static inline double least(double a, double b) { return a < b ? a : b; }
static inline double most(double a, double b) { return a > b ? a : b; }
static inline double now(const deal_t *d, double t) { return exp(-d->rate * t); }

static inline double spent(const deal_t *d, double t) {
    int k = (int)(t * N);
    if (k >= T) return d->to_date[T];
    return d->to_date[k] + (t - (double)k / N) * d->factors[k];
}

static inline double tiered(const deal_t *d, double sales) {
    double due = d->step[0] * sales;
    for (int i = 1; i < 4; i++) due += d->step[i] * most(sales - d->start[i], 0.0);
    return due;
}

static inline double sales_of(const deal_t *d, int k, double approval, const double *peak, const double *ends) {
    double total = 0.0;
    for (int m = 0; m < 3; m++) {
        double begin = approval + d->lag[m], low = most((double)k / N, begin), length = (k + 1.0) / N - low;
        if (length <= 0.0) continue;
        double middle = low + length / 2.0, after = middle - ends[m];
        double erosion = 1.0 - d->decline[m] * least(most(after / d->over[m], 0.0), 1.0);
        total += peak[m] * least((middle - begin) / d->ramp, 1.0) * length * erosion;
    }
    return total;
}

static void commerce(const deal_t *d, double approval, const double *peak, double *own, double *theirs, double *paid) {
    double to_date = 0, earned = 0, before = 0, used = 0, counted = 0, trailing[N] = {0}, since = NEVER, ends[3];
    double term = approval + d->minimum_after;
    int reached[3] = {0}, reverted = 0;
    for (int m = 0; m < 3; m++) ends[m] = most(d->patent[m], approval + d->exclusive[m]);
    for (int k = (int)(approval * N + EPS); k < T; k++) {
        double sales = sales_of(d, k, approval, peak, ends), end = (k + 1.0) / N, f = d->factors[k];
        if (reverted) {
            *own += d->retained * d->margin * sales * f;
            continue;
        }
        *theirs += d->margin * sales * f;
        if (k % N == 0) {
            to_date = before = counted = 0.0;
            used += earned;
            earned = 0.0;
        }
        to_date += sales;
        double kept = least(tiered(d, to_date), most(d->cap - used, 0.0)), royalty = kept - before;
        before = earned = kept;
        *paid += royalty * f;
        counted += royalty * least(most(k + 1 - term * N, 0.0), 1.0);
        for (int j = 0; j < 3; j++)
            if (!reached[j] && to_date >= d->threshold[j] * (1.0 - 1e-12)) {
                reached[j] = 1;
                *paid += d->on_sales[j] * now(d, end);
            }
        trailing[k % N] = sales;
        int holds = trailing[0] + trailing[1] + trailing[2] + trailing[3] < d->dormant
            && end >= approval + d->dormant_after - EPS;
        since = holds ? least(since, end) : NEVER;
        reverted = holds && end >= since + d->dormant_for - EPS && end < (double)T / N - EPS;
        if (k % N == N - 1 || reverted) {
            double owed = d->minimum * most(end - most(term, (double)(k - k % N) / N), 0.0);
            double added = most(least(owed - counted, d->cap - used - kept), 0.0);
            *paid += added * now(d, end);
            earned += added;
        }
    }
}

void price(const deal_t *d, int64_t n, const double *thresholds, const double *durations, const double *peaks,
           double *licensor, double *licensee) {
    for (int64_t i = 0; i < n; i++) {
        double paid = d->upfront, t = 0.0, own = 0.0, theirs = 0.0;
        int phase;
        for (phase = 0; phase < 4; phase++) {
            double length = durations[phase * n + i], end = t + length;
            theirs -= d->cost[phase] / length * (spent(d, end) - spent(d, t));
            t = end;
            if (thresholds[phase * n + i] >= d->success[phase]) break;
            if (d->on_success[phase]) paid += d->on_success[phase] * now(d, t);
        }
        if (phase == 4) {
            double peak[3] = {peaks[i], peaks[n + i], peaks[2 * n + i]};
            for (int m = 0; m < 3; m++) paid += d->on_sale[m] * now(d, t + d->lag[m]);
            commerce(d, t, peak, &own, &theirs, &paid);
        }
        licensor[i] = d->net * paid + own;
        licensee[i] = theirs - paid;
    }
}
