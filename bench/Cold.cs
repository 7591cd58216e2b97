using System.Diagnostics;
using System.Globalization;
using Engagement.Bench.Measure;

namespace Engagement.Bench;

/// <summary>
/// Each event for a customer that is not in memory: activation, load and commit, beside events for the same customers
/// when they are.
/// </summary>
sealed class Cold(int customers) : IBenchmark
{
    /// <summary>Events of one kind in one round, each for another customer.</summary>
    const int Sample = 20_000;

    /// <summary>Fewer customers than events would make some of them warm.</summary>
    public const int CustomersMin = Sample;

    /// <summary>Events sent one after the other, to see where the time of one goes.</summary>
    const int Alone = 1_000;

    const int PerRequest = 100;
    const int Concurrency = 16;

    public static readonly int[] Usual = [20_000, 1_000_000];

    /// <summary>Events for strangers that a fresh process takes first, so that its code is compiled.</summary>
    const int Strangers = 20_000;

    const int StrangersFrom = 100_000_000;

    int _customersUsed;
    int _strangersUsed;
    long _sent;

    public int Customers => customers;

    public string Name => "cold";

    public string Case => string.Create(CultureInfo.InvariantCulture, $"{customers:N0} customers");

    public string Says => "events for customers that are not in memory, beside the same ones warm; where a touch goes";

    /// <summary>How much higher the numbers of orders are that fall on the same customers once more.</summary>
    int Again => customers * ((10_000_000 / customers) + 1);

    public async Task<IReadOnlyList<Row>> Run(Place place)
    {
        (_customersUsed, _strangersUsed, _sent) = (0, 0, 0);
        await using var first = await place.Start();
        var load = await Load.Into(first, "bench", starter: false);
        await load.SendOne(Crowd.Pattern());
        await SendStrangers(load);
        await first.Stop();
        await Crowd.Multiply(first, customers);
        var (cold, warm) = (new Cost(place), new Cost(place));
        var compared = await Throughput(place, first, load, (cold, warm));
        await using var product = await Start(place, first, load);
        return
        [
            Row.Of(compared, $"{Sample:N0} events, each for another customer after a restart, {PerRequest} a " +
                "request; the yardstick is the same customers again, warm. The database is in the system's memory"),
            Beside("processor time of a touch, product", cold.Product, warm.Product, "in those rounds"),
            .. place.Database == Database.Sqlite
                ? (Row[])[]
                : [Beside("processor time of a touch, server", cold.Server, warm.Server, "in those rounds")],
            .. await OneByOne(product, load.On(product)),
        ];
    }

    async Task<Comparison> Throughput(Place place, Product first, Load load, (Cost Cold, Cost Warm) costs)
    {
        Product? product = null;
        var from = 0;
        var compared = await Rounds.Compare(
            "cold",
            "events/s",
            place.Rounds,
            async () =>
            {
                product = await Start(place, first, load);
                from = Use(Sample);
                return await costs.Cold.Of(product, Sample, () => Send(load.On(product), from, Sample, PerRequest));
            },
            async () =>
            {
                await using var started = product!;
                var rate = await costs.Warm.Of(
                    started, Sample, () => Send(load.On(started), from + Again, Sample, PerRequest));
                await started.Stop();
                await Check(started);
                return rate;
            });
        return compared[0];
    }

    /// <summary>One event at a time, so that nothing waits for anything else and the parts add up.</summary>
    async Task<IReadOnlyList<Row>> OneByOne(Product product, Load load)
    {
        await SendStrangers(load, 1);
        var from = Use(Alone);
        var cold = await Parts.Of(product, Alone, () => Send(load, from, Alone, 1));
        var warm = await Parts.Of(product, Alone, () => Send(load, from + Again, Alone, 1));
        await product.Stop();
        await Check(product);
        return [.. cold.Named.Zip(warm.Named, (one, other) => Beside(
            one.Name, one.Seconds, other.Seconds, $"mean of {Alone:N0} single events, one after the other"))];
    }

    async Task<Product> Start(Place place, Product first, Load load)
    {
        var product = await place.Again(first);
        await SendStrangers(load.On(product));
        await SendStrangers(load.On(product));
        return product;
    }

    async Task SendStrangers(Load load, int size = PerRequest)
    {
        var count = size == 1 ? Alone : Strangers;
        var orders = Load.Orders(StrangersFrom + _strangersUsed, count, Strangers, size, "stranger");
        _strangersUsed += count;
        _sent += count;
        await load.Send(orders, size == 1 ? 1 : Concurrency);
    }

    async Task Send(Load load, int from, int count, int size)
    {
        _sent += count;
        await load.Send(Load.Orders(from, count, customers, size), size == 1 ? 1 : Concurrency);
    }

    /// <summary>Numbers of orders, each for another customer, that were not used before.</summary>
    int Use(int count)
    {
        // Below that are the numbers of the orders that all customers have to begin with.
        _customersUsed += count;
        return customers + _customersUsed - count;
    }

    /// <summary>Every event was taken; a refused one would have cost next to nothing.</summary>
    async Task Check(Product stopped)
    {
        var events = await Stored.Number(stopped, "SELECT sum(events) FROM customers");
        if (events != customers + 1 + _sent)
        {
            throw new InvalidOperationException($"{events} events are there, and {customers + 1 + _sent} were sent.");
        }
    }

    static Row Beside(string name, double cold, double warm, string notes) => new(
        name,
        "µs",
        cold * 1e6,
        warm * 1e6,
        warm > 0 ? cold / warm : null,
        $"cold beside warm, {notes}; lower is better");
}

/// <summary>What touches cost in processor time, over all rounds.</summary>
sealed class Cost(Place place)
{
    int _count;
    double _product;
    double _server;

    /// <summary>Seconds a touch.</summary>
    public double Product => _product / _count;

    public double Server => _server / _count;

    /// <summary>Does so many and answers how many were done a second.</summary>
    public async Task<double> Of(Product product, int count, Func<Task> touch)
    {
        var (cpu, server, startedAt) = (product.Cpu, place.ServerCpu, Stopwatch.GetTimestamp());
        await touch();
        var took = Stopwatch.GetElapsedTime(startedAt);
        _count += count;
        _product += product.Cpu - cpu;
        _server += place.ServerCpu - server;
        return count / took.TotalSeconds;
    }
}

/// <summary>Where the time of one event goes, in seconds: the sender's clock, then the product's own steps.</summary>
sealed record Parts(IReadOnlyList<(string Name, double Seconds)> Named)
{
    public static async Task<Parts> Of(Product product, int count, Func<Task> touch)
    {
        var before = await StepTimes.Read(product);
        var startedAt = Stopwatch.GetTimestamp();
        await touch();
        var took = Stopwatch.GetElapsedTime(startedAt).TotalSeconds;
        var after = await StepTimes.Read(product);
        double Step(string name) => after.Since(before, name);

        var (ask, state, load, turn) = (Step("1 ask"), Step("2 read state"), Step("2 load"), Step("2 take turn"));
        var (decide, commit) = (Step("3 decide"), Step("4 commit"));
        return new([.. new (string Name, double Seconds)[]
        {
            ("a touch alone", took),
            ("– HTTP, outside the intake", took - ask),
            ("– reading, activation and calls", ask - state - load - turn),
            ("– reading the saved state", state),
            ("– reading the journal and folding it", load),
            ("– deciding", decide),
            ("– commit", commit),
            ("– the rest of the turn", turn - decide - commit),
        }.Select(part => (part.Name, part.Seconds / count))]);
    }
}
