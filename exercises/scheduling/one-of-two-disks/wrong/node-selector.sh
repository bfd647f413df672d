cat > block <<'END'
      nodeSelector: { disk: ssd }
END
sed -i '/^    spec:/r block' @app@.yaml
kubectl apply -f @app@.yaml
