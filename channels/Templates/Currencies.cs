using System.Collections.Frozen;
using System.Globalization;

namespace Engagement.Templates;

/// <summary>How amounts of a currency are written.</summary>
static class Currencies
{
    /// <summary>Currencies of ISO 4217 whose minor unit is not a hundredth.</summary>
    static readonly FrozenDictionary<string, int> Decimals = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["BHD"] = 3, ["IQD"] = 3, ["JOD"] = 3, ["KWD"] = 3, ["LYD"] = 3, ["OMR"] = 3, ["TND"] = 3,
        ["BIF"] = 0, ["CLP"] = 0, ["DJF"] = 0, ["GNF"] = 0, ["ISK"] = 0, ["JPY"] = 0, ["KMF"] = 0, ["KRW"] = 0,
        ["PYG"] = 0, ["RWF"] = 0, ["UGX"] = 0, ["VND"] = 0, ["VUV"] = 0, ["XAF"] = 0, ["XOF"] = 0, ["XPF"] = 0,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Signs that are known abroad; elsewhere a currency is named by its code.</summary>
    static readonly FrozenDictionary<string, string> Signs = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["BRL"] = "R$", ["CNY"] = "CN¥", ["EUR"] = "€", ["GBP"] = "£", ["ILS"] = "₪", ["INR"] = "₹", ["JPY"] = "¥",
        ["KRW"] = "₩", ["USD"] = "US$", ["VND"] = "₫",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static string Format(long minorUnits, string currency, CultureInfo culture)
    {
        var decimals = Decimals.GetValueOrDefault(currency, 2);
        var amount = minorUnits / (decimal)Math.Pow(10, decimals);
        var format = (NumberFormatInfo)culture.NumberFormat.Clone();
        format.CurrencyDecimalDigits = decimals;
        format.CurrencySymbol = Sign(currency, culture);
        // A code of letters needs a space that a sign does not.
        format.CurrencyPositivePattern = format.CurrencySymbol.Length > 2 && char.IsLetter(format.CurrencySymbol[^1])
            ? format.CurrencyPositivePattern | 2
            : format.CurrencyPositivePattern;
        return amount.ToString("C", format);
    }

    static string Sign(string currency, CultureInfo culture)
    {
        if (Cultures.Region(culture)?.ISOCurrencySymbol == currency)
        {
            return culture.NumberFormat.CurrencySymbol;
        }

        // A language without a region is most often read where its best known currency is.
        return currency == "USD" && culture.Name == "en" ? "$" : Signs.GetValueOrDefault(currency, currency);
    }
}
