using System.Text;

namespace Orleans.Runtime;

/// <summary>Which grain: its type's name and its key.</summary>
public readonly record struct GrainId(GrainType Type, IdSpan Key)
{
    public static GrainId Create(string type, string key) => new(GrainType.Create(type), IdSpan.Create(key));

    public override string ToString() => $"{Type}/{Key}";
}

/// <summary>The name of a grain class: its own, in lower case, without the ending "grain".</summary>
public readonly record struct GrainType(IdSpan Value)
{
    public static GrainType Create(string value) => new(IdSpan.Create(value));

    public override string ToString() => Value.ToString();
}

/// <summary>A part of an identity.</summary>
public readonly struct IdSpan : IEquatable<IdSpan>
{
    readonly string? _text;

    IdSpan(string text) => _text = text;

    public bool IsDefault => _text is null;

    public static IdSpan Create(string id) => new(id);

    public static bool operator ==(IdSpan left, IdSpan right) => left.Equals(right);

    public static bool operator !=(IdSpan left, IdSpan right) => !left.Equals(right);

    /// <summary>The identity in UTF-8.</summary>
    public ReadOnlySpan<byte> AsSpan() => Encoding.UTF8.GetBytes(ToString());

    public bool Equals(IdSpan other) => string.Equals(_text, other._text, StringComparison.Ordinal);

    public override bool Equals(object? obj) => obj is IdSpan other && Equals(other);

    public override int GetHashCode() => _text is null ? 0 : string.GetHashCode(_text, StringComparison.Ordinal);

    public override string ToString() => _text ?? "";
}
