using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using Orleans.Runtime;

namespace Orleans.Copying;

/// <summary>How values of a type are copied when they cross a call.</summary>
static class Copier<T>
{
    static readonly Lazy<Func<T, T>?> Made = new(() => (Func<T, T>?)Copiers.Make(typeof(T)));

    /// <summary>Null passes values on as they are.</summary>
    public static Func<T, T>? Copy => Made.Value;

    public static T CopyOrPass(T value) => Made.Value is { } copy ? copy(value) : value;
}

/// <summary>
/// Decides by type: what nobody can change passes, what is known is copied, anything else is refused.
/// </summary>
static class Copiers
{
    static readonly ConcurrentDictionary<Type, Func<object, object>> Boxed = new();

    static readonly HashSet<Type> Passing =
    [
        typeof(string), typeof(decimal), typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly),
        typeof(TimeSpan), typeof(Guid), typeof(Int128), typeof(UInt128), typeof(Uri), typeof(Version),
        typeof(CancellationToken), typeof(GrainId), typeof(Nothing), typeof(ReadOnlyMemory<byte>),
    ];

    /// <summary>Collections that nobody can change: only their elements can need copies.</summary>
    static readonly HashSet<Type> Frozen =
    [
        typeof(ImmutableArray<>), typeof(ImmutableList<>), typeof(ImmutableHashSet<>), typeof(ImmutableSortedSet<>),
        typeof(ImmutableDictionary<,>), typeof(ImmutableSortedDictionary<,>), typeof(ImmutableQueue<>),
        typeof(ImmutableStack<>),
    ];

    static readonly Dictionary<Type, string> Shapes = new()
    {
        [typeof(Nullable<>)] = nameof(KnownCopies.Nullable),
        [typeof(List<>)] = nameof(KnownCopies.List),
        [typeof(HashSet<>)] = nameof(KnownCopies.HashSet),
        [typeof(Dictionary<,>)] = nameof(KnownCopies.Dictionary),
        [typeof(ImmutableArray<>)] = nameof(KnownCopies.ImmutableArray),
    };

    /// <summary>A <c>Func&lt;T, T&gt;</c> for values declared as that type, or null to pass them on.</summary>
    public static Delegate? For(Type type) =>
        (Delegate?)typeof(Copier<>).MakeGenericType(type).GetProperty(nameof(Copier<int>.Copy))!
            .GetValue(null, BindingFlags.DoNotWrapExceptions, null, null, null);

    public static Delegate? Make(Type type) =>
        Passes(type) ? null
        : type.IsArray || type.IsSealed || type.IsValueType || IsShape(type) ? MakeExact(type)
        : typeof(IAddressable).IsAssignableFrom(type) ? Known(nameof(KnownCopies.Reference), type)
        : Known(nameof(KnownCopies.ByRuntimeType), type);

    /// <summary>Copies a value by what it is, whatever it was declared as.</summary>
    public static object CopyBoxed(object value) => Boxed.GetOrAdd(value.GetType(), static type =>
        Passes(type) ? same => same
        : typeof(IAddressable).IsAssignableFrom(type) ? KnownCopies.Reference
        : (Func<object, object>)typeof(KnownCopies).GetMethod(nameof(KnownCopies.Boxed))!
            .MakeGenericMethod(type).Invoke(null, [MakeExact(type)])!)(value);

    static bool Passes(Type type) =>
        type.IsPrimitive || type.IsEnum || Passing.Contains(type)
        || type.IsDefined(typeof(ImmutableAttribute), inherit: false)
        || typeof(Exception).IsAssignableFrom(type)
        || (type.IsGenericType && Frozen.Contains(type.GetGenericTypeDefinition())
            && type.GetGenericArguments().All(part => For(part) is null));

    static bool IsShape(Type type) => type.IsGenericType && Shapes.ContainsKey(type.GetGenericTypeDefinition());

    static Delegate MakeExact(Type type) =>
        type.IsArray ? Known(nameof(KnownCopies.Array), type, type.GetElementType()!)
        : IsShape(type) ? Known(Shapes[type.GetGenericTypeDefinition()], type, type.GetGenericArguments())
        : MemberCopy.Compile(type);

    static Delegate Known(string shape, Type type) => Known(shape, type, type);

    static Delegate Known(string shape, Type type, params Type[] parts) =>
        typeof(KnownCopies).GetMethod(shape)!.MakeGenericMethod(parts)
            .CreateDelegate(typeof(Func<,>).MakeGenericType(type, type));
}

/// <summary>Copies of what everybody knows.</summary>
static class KnownCopies
{
    public static T[]? Array<T>(T[]? value) => value is null ? null
        : Copier<T>.Copy is { } copy ? System.Array.ConvertAll(value, each => copy(each))
        : (T[])value.Clone();

    public static List<T>? List<T>(List<T>? value) => value is null ? null
        : Copier<T>.Copy is { } copy ? value.ConvertAll(each => copy(each))
        : [.. value];

    public static HashSet<T>? HashSet<T>(HashSet<T>? value) =>
        value is null ? null : new(value.Select(Copier<T>.CopyOrPass), value.Comparer);

    public static Dictionary<TKey, TValue>? Dictionary<TKey, TValue>(Dictionary<TKey, TValue>? value)
        where TKey : notnull
    {
        if (value is null)
        {
            return null;
        }

        var copy = new Dictionary<TKey, TValue>(value.Count, value.Comparer);
        foreach (var (key, item) in value)
        {
            copy.Add(Copier<TKey>.CopyOrPass(key), Copier<TValue>.CopyOrPass(item));
        }

        return copy;
    }

    public static T? Nullable<T>(T? value)
        where T : struct =>
        value is { } some ? Copier<T>.CopyOrPass(some) : null;

    public static ImmutableArray<T> ImmutableArray<T>(ImmutableArray<T> value) =>
        value.IsDefault ? value : [.. value.Select(Copier<T>.CopyOrPass)];

    /// <summary>
    /// A reference is nobody's to change; a grain or observer object never leaves its place, only references do.
    /// </summary>
    public static T Reference<T>(T value) => value switch
    {
        null or GrainReference => value,
        Grain grain => grain.AsReference<T>(),
        _ => throw new ArgumentException(
            $"A {value.GetType().Name} cannot be passed as {typeof(T).Name}: pass what CreateObjectReference returns."),
    };

    public static T ByRuntimeType<T>(T value) => value is null ? value : (T)Copiers.CopyBoxed(value);

    public static Func<object, object> Boxed<T>(Func<T, T> copy)
        where T : notnull =>
        value => copy((T)value);
}
