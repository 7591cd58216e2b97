using System.Collections.Immutable;
using Engagement.Tests.Support;
using Orleans.Runtime;

namespace Engagement.Tests.Runtime;

public interface ICallGrain : IGrainWithStringKey
{
    Task Nothing();

    ValueTask NothingEither();

    Task<string> Words(string? given);

    ValueTask<int> Number(int a, int b);

    ValueTask Fail(string why);

    Task FailAtOnce(string why);

    /// <summary>Changes what it was given and keeps it.</summary>
    ValueTask<int> Keep(List<int> numbers, byte[] bytes, Dictionary<string, Box> boxes);

    /// <summary>What it keeps, and not a copy of its own.</summary>
    ValueTask<List<int>> Kept();

    ValueTask<int> Sum();

    ValueTask<Shape> Same(Shape shape);

    ValueTask<ImmutableArray<Sealed>> Same(ImmutableArray<Sealed> items);

    ValueTask<string?> Context(string key);

    ValueTask SetContext(string key, string value);

    ValueTask<string?> ContextSeenBy(ICallGrain other, string key);

    ValueTask<ICallGrain> Myself();
}

public interface IRefusedGrain : IGrainWithStringKey
{
    ValueTask<int> Refused(Unmarked value);
}

[GenerateSerializer, Alias("test.box")]
public sealed class Box
{
    [Id(0)]
    public int Value { get; set; }

    /// <summary>Has no id, so it does not travel.</summary>
    [field: NonSerialized]
    public int Private { get; set; } = -1;
}

[GenerateSerializer, Alias("test.shape")]
public abstract record Shape([property: Id(0)] string Name);

[GenerateSerializer, Alias("test.circle")]
public sealed record Circle(string Name, [property: Id(0)] int Radius, [property: Id(1)] List<Box> Inside)
    : Shape(Name);

[GenerateSerializer, Immutable, Alias("test.sealed")]
public sealed record Sealed([property: Id(0)] string Name, [property: Id(1)] byte[] Bytes);

public sealed class Unmarked
{
    public int Value { get; set; }
}

sealed class CallGrain(Probe probe) : Grain, ICallGrain
{
    List<int> _numbers = [];
    byte[] _bytes = [];

    public Task Nothing()
    {
        probe.Note($"{this.GetPrimaryKeyString()} nothing");
        return Task.CompletedTask;
    }

    public async ValueTask NothingEither()
    {
        await Task.Yield();
        probe.Note($"{this.GetPrimaryKeyString()} nothing either");
    }

    public async Task<string> Words(string? given)
    {
        await Task.Yield();
        return $"heard {given ?? "null"}";
    }

    public ValueTask<int> Number(int a, int b) => new(a - b);

    public async ValueTask Fail(string why)
    {
        await Task.Yield();
        throw new ArgumentOutOfRangeException(nameof(why), why);
    }

    public Task FailAtOnce(string why) => throw new InvalidOperationException(why);

    public ValueTask<int> Keep(List<int> numbers, byte[] bytes, Dictionary<string, Box> boxes)
    {
        (_numbers, _bytes) = (numbers, bytes);
        numbers.Add(1);
        bytes[0] = 1;
        boxes["a"].Value = 1;
        return new(boxes["a"].Private);
    }

    public ValueTask<List<int>> Kept() => new(_numbers);

    public ValueTask<int> Sum() => new(_numbers.Sum() + _bytes.Sum(each => each));

    public ValueTask<Shape> Same(Shape shape) => new(shape);

    public ValueTask<ImmutableArray<Sealed>> Same(ImmutableArray<Sealed> items) => new(items);

    public ValueTask<string?> Context(string key) => new(RequestContext.Get(key) as string);

    public ValueTask SetContext(string key, string value)
    {
        RequestContext.Set(key, value);
        return default;
    }

    public ValueTask<string?> ContextSeenBy(ICallGrain other, string key) => other.Context(key);

    public ValueTask<ICallGrain> Myself() => new(this.AsReference<ICallGrain>());
}

sealed class RefusedGrain : Grain, IRefusedGrain
{
    public ValueTask<int> Refused(Unmarked value) => new(value.Value);
}
